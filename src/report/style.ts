/** The page's whole style. Colours are held to a contrast of 4.5 on their ground, in light and in dark. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--soft:#545d68;--line:#d5dae1;--card:#f5f7f9;--good:#176f2c;--good-ground:#e3f4e8;--bad:#a8201a;--bad-ground:#fdeae8;--warn:#7a5200;--warn-ground:#fff3d1}
@media (prefers-color-scheme:dark){:root{--ground:#11161c;--ink:#e6ebf0;--soft:#a3afbc;--line:#333c46;--card:#1a2129;--good:#63d183;--good-ground:#14301d;--bad:#ff9c92;--bad-ground:#3a1715;--warn:#eec25a;--warn-ground:#33280d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main,footer{max-width:46rem;margin:0 auto;padding:0 1rem}
main{padding-top:1.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.15rem;line-height:1.3;margin:2rem 0 .6rem}
p{margin:.4rem 0}
.soft,footer{color:var(--soft)}
footer{font-size:.85em;margin-top:2.5rem;padding-bottom:2rem}
.status{border-left:.3rem solid var(--line);background:var(--card);padding:.6rem .9rem;margin:1rem 0;border-radius:0 .3rem .3rem 0}
.status.done{border-color:var(--good);background:var(--good-ground)}
.status.failed,.status.unfinished{border-color:var(--warn);background:var(--warn-ground)}
.money{border:.15rem solid var(--bad);background:var(--bad-ground);padding:.8rem 1rem;margin:1rem 0;border-radius:.3rem}
.money h2{margin:0 0 .3rem;color:var(--bad);font-size:1.3rem}
.money ul{margin:.4rem 0 0;padding-left:1.2rem}
.practice{border:1px dashed var(--warn);color:var(--warn);padding:.3rem .7rem;border-radius:.3rem}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem .45rem 0;border-bottom:1px solid var(--line)}
thead th{font-size:.85em;color:var(--soft);font-weight:600}
tbody th{font-weight:600}
th,.result{overflow-wrap:normal}
.people tbody th{overflow-wrap:anywhere}
.asks{display:block;font-weight:400;font-size:.85em;color:var(--soft)}
.result{white-space:nowrap;font-weight:600}
.passed{color:var(--good)}.failed{color:var(--bad)}.stopped{color:var(--warn)}.not-reached{color:var(--soft)}
.status.failed{color:inherit}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25em 1.2em;margin:.6em 0}
.facts dt{color:var(--soft)}
.facts dd{margin:0}
.list{list-style:none;margin:0;padding:0}
.list li{border-bottom:1px solid var(--line);padding:.6rem 0}
.list li:first-child{padding-top:0}
.list li:last-child{border-bottom:0;padding-bottom:0}
.list p{margin:.15rem 0}
code{font:.85em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;color:var(--soft)}
q{quotes:"“" "”"}
.receipt{border:1px dashed var(--soft);border-radius:.3rem;background:var(--card);max-width:26rem;padding:.7rem 1rem;margin:.6rem 0;font-variant-numeric:tabular-nums}
.receipt .facts{grid-template-columns:1fr auto;gap:.15rem 1rem;margin:0}
.receipt dd{text-align:right}
svg{display:block;width:100%;max-width:30rem;height:auto;overflow:visible}
svg text{fill:var(--ink);font-size:12px}
svg .time{fill:var(--soft);font-size:11.5px;text-anchor:middle}
svg .rail,svg .tick{stroke:var(--line);stroke-width:1}
svg .way{fill:none;stroke:var(--soft);stroke-width:1;stroke-opacity:.55}
svg .good{fill:var(--good);stroke:var(--ground);stroke-width:1.5}
svg .bad{fill:none;stroke:var(--bad);stroke-width:2.6;stroke-linecap:round}
svg .stopped{fill:var(--ground);stroke:var(--warn);stroke-width:1.8}
@media (max-width:32rem){h1{font-size:1.35rem}.facts{column-gap:.8em}th,td{padding-right:.5rem}.asks{display:none}}
@page{size:A4;margin:14mm 15mm}
@media print{:root{color-scheme:light;--ground:#fff;--ink:#000;--soft:#454d57;--line:#c3c9d1;--card:#fff;--good:#176f2c;--good-ground:#fff;--bad:#a8201a;--bad-ground:#fff;--warn:#7a5200;--warn-ground:#fff}
body{font-size:9.5pt;line-height:1.4}main,footer{max-width:none;padding:0}h1{font-size:16pt}h2{font-size:11.5pt;margin:5mm 0 1.5mm;break-after:avoid}.status,.money,.receipt,.list li,tr,svg{break-inside:avoid}.money{border-width:1mm}svg{max-width:110mm}footer{margin-top:6mm;padding-bottom:0}th,td{padding-top:1mm;padding-bottom:1mm}.list li{padding:1.2mm 0}}
`;

/** What the page's policy names the style by, so that no other is used; a test holds it to the style. */
export const STYLE_HASH = 'sha256-HKLmgmMM2N2hIqbk9ue82++dNuyJ04vSw6EC+AOqM4g=';
