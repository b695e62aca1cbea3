import type { CheckId } from '../../contract/document.js';
import { EXIT } from '../../contract/exit.js';
import type { CloudFailureKind, Facts } from '../../model/facts.js';
import type { Finding, FindOptions, Row } from '../row.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { quotedOrNothing, excerptOf } from '../text.js';
import { joinSentences, TELL_IT } from './sentences.js';

const FIELDS_SHOWN = 5;
/** Names, dates and addresses on the way, in full. */
const WAY_MAX = 400;

function failed(kind: CloudFailureKind, usual: CheckId): Row['find'] {
  return ({ cloud }) => {
    const failure = cloud?.failure;
    if (!cloud || failure?.kind !== kind) return undefined;
    const fields = Object.entries(failure.fields)
      .slice(0, FIELDS_SHOWN)
      .map(([name, errors]) => ` ${excerptOf(name)}: ${excerptOf(errors.join(' ')).replace(/\.$/, '')}`);
    const words = failure.detail.replace(/^the cloud answered \d+(: )?/, '');
    const detail = fields.length === 0 ? quotedOrNothing(words) : `:${fields.join(';')}`;
    return {
      because: [failure.check ?? usual],
      target: cloud.instance,
      params: {
        instance: cloud.instance,
        // Where nothing answered, the failure says so itself.
        said:
          failure.status === undefined
            ? safeExcerpt(failure.detail, WAY_MAX).replace(/\.$/, '')
            : `it answered with HTTP status ${failure.status}${detail}`,
        wait: failure.retryAfterS === undefined ? 'a minute' : `${Math.max(0, Math.ceil(failure.retryAfterS))} s`,
      },
    };
  };
}

/** The instance was not asked at all, so there is no status to tell. */
function notReached(kind: CloudFailureKind): Row['find'] {
  return (facts, options) => {
    const found = failed(kind, 'cloud.register')(facts, options);
    const detail = safeExcerpt(facts.cloud?.failure?.detail ?? '', WAY_MAX).replace(/\.$/, '');
    return found && { ...found, params: { ...found.params, detail: detail === '' ? '' : `: ${detail}` } };
  };
}

/** Names up to five records, each by terminal, address and desk. */
const CONFLICT_MAX = 400;

/** The other registration in full, since it tells whom to ask. */
function conflict(facts: Facts, options: FindOptions): Finding | undefined {
  const found = failed('conflict', 'cloud.register')(facts, options);
  const failure = facts.cloud?.failure;
  if (!found || !failure) return undefined;
  const answered = failure.status === undefined ? '' : `: it answered with HTTP status ${failure.status}`;
  const detail = failure.detail.trim();
  return {
    ...found,
    params: {
      ...found.params,
      answered: `${answered}${detail === '' ? '' : `: “${safeExcerpt(detail, CONFLICT_MAX)}”`}`,
    },
  };
}

const OURS_SAY = {
  et: 'Viga on meie süsteemis, mitte teie makseterminalis. Tegelen sellega, palun oodake hetk.',
  en: 'The problem is in our system, not in your payment terminal. I am working on it. Please wait a moment.',
  ru: 'С вашим терминалом это не связано. Сохранить его в нашей системе не удалось, и я этим занимаюсь. Пожалуйста, подождите немного.',
};

export const CLOUD_ROWS: readonly Row[] = [
  {
    code: 'cloud.unauthorized',
    severity: 'error',
    exit: EXIT.credentials,
    find: failed('unauthorized', 'cloud.auth'),
    explains: [],
    texts: () => ({
      meaning: 'The cloud did not accept the credentials.',
      summary: '{instance} did not accept our credentials: {said}.',
      causes: [
        'the client id or secret is mistyped, expired or of another instance',
        'the credentials have no right to the REST API (scope restapi)',
      ],
      ask: "Nothing to ask the clinic; check that the instance is the clinic's own.",
      say: OURS_SAY,
      do: 'Log in with valid credentials of this instance (terminal login --instance {instance}), or set them as TERMINAL_CLIENT_ID and TERMINAL_CLIENT_SECRET, which beat those kept; then run the command again.',
      solved: 'the cloud no longer refuses them',
      help: 'the administrator of the instance',
    }),
  },
  {
    code: 'cloud.rejected',
    severity: 'error',
    exit: EXIT.cloud,
    find: failed('rejected', 'cloud.register'),
    explains: [],
    texts: () => ({
      meaning: 'The cloud understood the request and refused it, mostly because of a value in it.',
      summary: '{instance} refused the request: {said}.',
      causes: [
        'a value is missing or not accepted, such as the department',
        "the instance's address is wrong",
        'the instance does not offer payment terminals',
      ],
      ask: 'Ask for the value that the answer names, such as the department that the terminal belongs to.',
      say: OURS_SAY,
      do: 'Correct the value that the answer names and run the command again; --dry-run shows what would be sent.',
      solved: 'the registration is accepted',
      help: 'us',
    }),
  },
  {
    code: 'cloud.rate-limited',
    severity: 'error',
    exit: EXIT.cloud,
    find: failed('rate-limited', 'cloud.register'),
    explains: [],
    texts: () => ({
      meaning: 'The cloud was asked too often within a minute.',
      summary: '{instance} asks us to slow down: {said}; try again in {wait}.',
      causes: ['several agents or scripts use the same instance at once'],
      ask: 'Nothing to ask the clinic.',
      say: OURS_SAY,
      do: 'Wait {wait} and run the command again.',
      solved: 'the registration is accepted',
      help: 'us, if it happens often',
    }),
  },
  {
    code: 'cloud.clock',
    severity: 'error',
    exit: EXIT.cloud,
    find: notReached('clock'),
    explains: [],
    texts: () => ({
      meaning:
        'The clock of this computer is wrong, so that a good certificate of the cloud looks expired or not valid yet. Nothing was sent.',
      summary: '{instance} was not reached, since the clock of this computer is wrong{detail}.',
      causes: [
        'the battery of the computer’s clock is empty, or the clock was set by hand',
        'this computer cannot reach the server that sets its clock',
      ],
      ask: 'Nothing to ask the clinic; look at the date and the time that this computer shows.',
      say: OURS_SAY,
      do: 'Set the clock of this computer, or have it set by the network, then run `terminal doctor` and the command again.',
      solved: 'the doctor says that both clocks agree',
      help: 'our own IT',
    }),
  },
  {
    code: 'cloud.untrusted',
    severity: 'error',
    exit: EXIT.cloud,
    find: notReached('untrusted'),
    explains: [],
    texts: () => ({
      meaning:
        'Whoever answers in the place of the cloud could not prove to be it: its certificate is not accepted. Nothing was sent, also no credentials.',
      summary: '{instance} could not be trusted, and nothing was sent to it{detail}.',
      causes: [
        'a proxy, firewall or antivirus program of our own network opens TLS and signs with an authority of its own',
        'the certificate of the instance has run out or is for another name',
        'the instance has a certificate of a private authority',
        'something else answers in its place',
      ],
      ask: 'Nothing to ask the clinic; ask our own IT whether TLS is inspected on the way, and who issued the certificate that is named.',
      say: OURS_SAY,
      do: 'If the authority is our own: have IT give its certificate as a PEM file, set NODE_EXTRA_CA_CERTS to that file, and run the command again. From Node.js 22.15 on, NODE_OPTIONS=--use-system-ca takes the authorities that the system knows. Else tell the administrator of the instance, and use no other way round.',
      solved: 'the doctor reaches the instance',
      help: 'our own IT, or the administrator of the instance',
    }),
  },
  {
    code: 'cloud.proxy',
    severity: 'error',
    exit: EXIT.cloud,
    find: notReached('proxy'),
    explains: [],
    texts: () => ({
      meaning:
        'The proxy that leads to the cloud (HTTPS_PROXY, HTTP_PROXY) did not lead there. Nothing was sent to the cloud.',
      summary: '{instance} was not reached, since the proxy on the way fails{detail}.',
      causes: [
        'the proxy wants a user name and a password',
        'the proxy does not let anyone through to this instance',
        'HTTPS_PROXY is old or mistyped, or the proxy is down',
      ],
      ask: 'Nothing to ask the clinic; ask our own IT which proxy to use, and whether it lets us through to the instance.',
      say: OURS_SAY,
      do: 'Correct HTTPS_PROXY (http://user:password@host:port where it wants them), or set NO_PROXY to the host of the instance if it can be reached without; then run `terminal doctor`.',
      solved: 'the doctor reaches the instance',
      help: 'our own IT',
    }),
  },
  {
    code: 'cloud.unavailable',
    severity: 'error',
    exit: EXIT.cloud,
    find: failed('unavailable', 'cloud.register'),
    explains: [],
    texts: () => ({
      meaning:
        'The cloud could not be reached, or failed itself. Whether a request was carried out is looked up before it is sent again.',
      summary: '{instance} is not available: {said}.',
      causes: [
        'the instance is down or being updated',
        'our own network, proxy or name service fails',
        "the instance's address is wrong",
      ],
      ask: 'Nothing to ask the clinic; find out whether the instance opens in a browser.',
      say: OURS_SAY,
      do: 'Run `terminal doctor`, then the command again in a few minutes: it first looks up what has been saved.',
      solved: 'the registration is accepted',
      help: 'us',
    }),
  },
  {
    code: 'cloud.conflict',
    severity: 'error',
    exit: EXIT.conflict,
    find: conflict,
    explains: [],
    texts: () => ({
      meaning:
        'The cloud already holds this address and these ports for another terminal, or this terminal at another place. Nothing is overwritten without consent.',
      summary: '{instance} already has another registration that this one would collide with{answered}.',
      example: {
        answered:
          ': “An outside port of 203.0.113.7:4445,5551 belongs to another terminal: terminal 00067890 at 203.0.113.7:4445,5551 (record 7, “Back desk”, department 1, active)”',
      },
      causes: [
        'a second desk was set up over the same outside ports',
        'the onboarding was done before',
        'the terminal has moved, or was replaced',
      ],
      ask: 'Which desk is this terminal at, and is there another terminal at the clinic?',
      say: joinSentences(
        {
          et: 'See aadress või makseterminal on meie süsteemis juba olemas. Millise laua juures see terminal on? Kas teil on veel teisi makseterminale?',
          en: 'This address or this terminal is already in our system. Which desk is this terminal at? Do you have other payment terminals?',
          ru: 'Этот адрес или этот терминал уже есть в нашей системе. На каком рабочем месте стоит этот терминал? Есть ли у вас другие терминалы?',
        },
        TELL_IT,
        {
          et: 'igal makseterminalil peavad ruuteris olema oma välised pordid.',
          en: 'each payment terminal needs its own external ports on the router.',
          ru: 'каждому терминалу нужны на роутере свои внешние порты.',
        },
      ),
      do: 'If it is a second desk, it needs outside ports of its own. If the terminal moved or was replaced, run the command again and consent to the update, or give --yes.',
      solved: 'the registration is accepted',
      help: 'the administrator of the instance',
    }),
  },
];
