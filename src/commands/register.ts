import type { Bank, Model } from '../cloud/contract.js';
import { validateFlags } from '../flows/onboard/form/validate-flags.js';
import { BaseCommand } from '../cli/command/base-command.js';
import { connectCloud, exchangeBound } from '../flows/cloud/connect.js';
import { credentialFinder } from '../flows/cloud/find-credentials.js';
import { createPrompter, requireFlags } from '../cli/command/context.js';
import type { CommandContext } from '../cli/command/context.js';
import { judgeFacts } from '../diagnosis/judge-facts.js';
import { languageFlag, registerFlags, roleFlag } from '../cli/command/flags.js';
import { controlsFor } from '../flows/look/create-look.js';
import { EMPTY } from '../cli/output/outcome.js';
import type { Outcome } from '../cli/output/outcome.js';
import { RANGES, readDuration } from '../cli/input/flag-values.js';
import {
  blocksRegistration,
  judgeRegistration,
  registrationResult,
  registrationText,
  runRegistration,
} from '../flows/register/register.js';
import { onlyTarget, writtenTargets } from '../flows/look/target-arguments.js';
import type { DiagnosisDocument } from '../contract/document.js';
import type { Facts } from '../model/facts.js';
import type { Language } from '../contract/language.js';
import type { RegisterResult } from '../steps/register/register.js';
import { checksOf } from '../steps/checks.js';
import { probeTarget } from '../steps/probe/probe.js';
import { renderFinding } from '../ui/findings.js';

export default class Register extends BaseCommand {
  static override summary = 'register a terminal with the cloud, or bring its record up to date';
  static override usage = 'register TARGET [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> register 84.50.12.34 --instance https://cloud.example/clinic --department 1 --name "Front desk" --model desk3200 --bank swedbank',
    '<%= config.bin %> register 84.50.12.34 --instance https://cloud.example/clinic --department 1 --name "Front desk" --model desk3200 --bank seb --dry-run',
    '<%= config.bin %> register 84.50.12.34:14445,15551 --instance https://cloud.example/clinic --department 2 --name Lab --model ipp320 --bank lhv --json',
  ];
  static override flags = { ...roleFlag, ...registerFlags, ...languageFlag };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const parsed = await this.parse(Register);
    const { argv, flags } = parsed;
    const needed = {
      instance: flags.instance,
      department: flags.department,
      name: flags.name,
      model: flags.model,
      bank: flags.bank,
    };
    requireFlags(
      Object.entries(needed)
        .filter(([, value]) => value === undefined)
        .map(([name]) => `--${name}`),
      'A registration needs to know more.',
    );
    validateFlags({ names: [flags.name ?? ''], department: flags.department });
    const written = writtenTargets({ words: argv as string[], role: flags.role, allowPrivate: flags['allow-private'] });
    const language = flags.language as Language;
    const target = onlyTarget(written, language);
    const timeoutMs = readDuration(flags.timeout, '--timeout', RANGES.timeout);
    const controls = controlsFor(flags, context);
    const { trace } = context;
    const { signal } = context.interrupt;
    const cloud = await connectCloud(
      {
        instance: flags.instance ?? '',
        credentials: credentialFinder(flags, context),
        exchangeMs: exchangeBound(parsed),
      },
      signal,
      trace,
    );
    const facts = await controls.withControlChecks(
      await probeTarget(target, { timeoutMs, allowPrivate: flags['allow-private'], signal, trace }),
    );
    signal.throwIfAborted();
    const blocked = blocksRegistration(facts, language);
    if (blocked)
      return { ...EMPTY, ...blocked, checks: checksOf(facts), text: this.findings(blocked.diagnoses, context) };
    const registration = {
      name: flags.name ?? '',
      model: flags.model as Model,
      bank: flags.bank as Bank,
      departmentId: flags.department ?? '',
      dryRun: flags['dry-run'],
      consent: flags.yes,
    };
    const result = await runRegistration(
      target,
      facts,
      registration,
      cloud,
      await createPrompter(flags, context),
      signal,
    );
    const judged = judgeRegistration(result, language);
    const diagnoses = [...judged.diagnoses, ...warningsOf(facts, language, judged.diagnoses)];
    return {
      ...EMPTY,
      ...judged,
      diagnoses,
      result: registrationResult(result),
      checks: [...checksOf(facts), ...judged.checks],
      text: [...registrationText(result), ...statusText(result), ...this.findings(diagnoses, context)],
    };
  }

  private findings(diagnoses: readonly DiagnosisDocument[], context: CommandContext): readonly string[] {
    return diagnoses.flatMap((one) => renderFinding(one, context.out, context.width));
  }
}

/** What was seen of the terminal that does not stand in the way. The cloud's word on the same matter counts more. */
function warningsOf(
  facts: Facts,
  language: Language,
  told: readonly DiagnosisDocument[],
): readonly DiagnosisDocument[] {
  return judgeFacts(facts, language).diagnoses.filter(
    ({ code, severity }) => severity === 'warning' && !told.some((one) => one.code === code),
  );
}

/** What the registration is not yet. */
function statusText(result: RegisterResult): readonly string[] {
  if (result.outcome !== 'registered') return [];
  const { status } = result.record;
  return [
    status === 'pending'
      ? 'It is pending until a test payment was made and returned: terminal test, or terminal onboard.'
      : `It is ${status}.`,
  ];
}
