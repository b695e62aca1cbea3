import { EXIT } from '../../contract/exit.js';
import type { Row } from '../row.js';
import { conflict, findCloudFailure, notReached, OURS_SAY } from './cloud-failures.js';
import { joinSentences, TELL_IT } from './sentences.js';

export const CLOUD_ROWS: readonly Row[] = [
  {
    code: 'cloud.unauthorized',
    severity: 'error',
    exit: EXIT.credentials,
    find: findCloudFailure('unauthorized', 'cloud.auth'),
    explains: [],
    texts: () => ({
      meaning: 'The cloud did not accept the credentials.',
      summary: '{instance} did not accept our credentials: {said}.',
      causes: [
        'the client id or secret is mistyped, expired or of another instance',
        'the client was removed or renewed in the settings of the instance',
      ],
      ask: "Nothing to ask the clinic; check that the instance is the clinic's own.",
      say: OURS_SAY,
      do: 'Log in with valid credentials of this instance (terminal login --instance {instance}), or set them as TERMINAL_CLIENT_ID and TERMINAL_CLIENT_SECRET, which beat those kept; then run the command again.',
      solved: 'the cloud no longer refuses them',
      help: 'the administrator of the instance',
    }),
  },
  {
    code: 'cloud.permission',
    severity: 'error',
    exit: EXIT.credentials,
    find: findCloudFailure('permission', 'cloud.register'),
    explains: [],
    texts: () => ({
      meaning: 'The cloud accepted the credentials, and they have no right to what was asked for.',
      summary: '{instance} accepts our credentials, but they may not do this: {said}.',
      causes: [
        'the integration of these credentials lacks a permission, such as “Settings: Integration settings”',
        'the client has no right to the REST API (scope restapi), or is set up for another kind of grant',
      ],
      ask: 'Nothing to ask the clinic.',
      say: OURS_SAY,
      do: 'Ask the administrator of {instance} to give the integration the permission that is missing, then run the command again. New credentials are not needed.',
      solved: 'the cloud no longer refuses them',
      help: 'the administrator of the instance',
    }),
  },
  {
    code: 'cloud.instance',
    severity: 'error',
    exit: EXIT.usage,
    find: findCloudFailure('instance', 'cloud.auth'),
    explains: [],
    texts: () => ({
      meaning: 'The host answers, and has no instance of this name.',
      summary: '{instance} is not there: {said}.',
      causes: ['the id of the instance, after the host, is mistyped', 'the instance was renamed or closed'],
      ask: "Nothing to ask the clinic; look at the address of the clinic's cloud in a browser.",
      say: OURS_SAY,
      do: 'Write the instance as the browser shows it, like https://host/id, and run the command again.',
      solved: 'the doctor finds the instance',
      help: 'the administrator of the instance',
    }),
  },
  {
    code: 'cloud.intercepted',
    severity: 'error',
    exit: EXIT.cloud,
    find: findCloudFailure('intercepted', 'cloud.register'),
    explains: [],
    texts: () => ({
      meaning:
        'Something between us and the cloud answered in its place: a firewall, a filter, a proxy or a sign-in page. Our credentials are not in question.',
      summary: 'Something on the way to {instance} answered in its place: {said}.',
      causes: [
        'a firewall in front of the instance does not let this computer or this request through',
        'the host does not serve this address, or leads to a sign-in page',
        'a filter or a sign-in page of our own network answers',
      ],
      ask: 'Nothing to ask the clinic; open the instance in a browser and see whether the same page comes.',
      say: OURS_SAY,
      do: 'Tell the administrator of {instance} what came, and when: the request was stopped before the cloud. If the page is of our own network, tell our own IT.',
      solved: 'the doctor reaches the instance',
      help: 'the administrator of the instance, or our own IT',
    }),
  },
  {
    code: 'cloud.rejected',
    severity: 'error',
    exit: EXIT.cloud,
    find: findCloudFailure('rejected', 'cloud.register'),
    explains: [],
    texts: () => ({
      meaning: 'The cloud understood the request and refused it, mostly because of a value in it.',
      summary: '{instance} refused the request: {said}.',
      causes: [
        'a value is missing or not accepted, such as the department',
        'the department is of another clinic, or was removed',
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
    find: findCloudFailure('rate-limited', 'cloud.register'),
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
    find: findCloudFailure('unavailable', 'cloud.register'),
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
