import { BaseCommand } from '../cli/command/base-command.js';
import { createPrompter, requireFlags } from '../cli/command/context.js';
import type { CommandContext } from '../cli/command/context.js';
import { languageFlag, registerFlags, roleFlag, takeOverFlag } from '../cli/command/flags.js';
import type { Outcome } from '../cli/output/outcome.js';
import type { Bank, Model } from '../model/catalog.js';
import type { Language } from '../contract/language.js';
import { connectCloud, exchangeBound } from '../flows/cloud/connect.js';
import { credentialFinder } from '../flows/cloud/find-credentials.js';
import { identityOf } from '../connection/identity.js';
import { EXIT } from '../contract/exit.js';
import { openPaymentsAt, openPaymentsFirst } from '../flows/open-payments/open-payments.js';
import { testedElsewhere } from '../flows/test-payment/tested-elsewhere.js';
import { posxmlOf } from '../steps/test-payment/readiness.js';
import { readLookSettings } from '../flows/look/create-look.js';
import { probeStep } from '../flows/look/probe-step.js';
import { readingInWords } from '../flows/look/left-out.js';
import { onlyTarget, writtenTargets } from '../flows/look/target-arguments.js';
import { withoutMailHeaders } from '../targets/mail-body.js';
import { validateFlags } from '../flows/onboard/form/validate-flags.js';
import { registerOutcome } from '../flows/register/outcome.js';
import { registerStep } from '../flows/register/register-step.js';
import type { RegistrationInput } from '../flows/register/register-step.js';
import { holdingTeamsTerminal } from '../flows/sessions/holding-teams-terminal.js';

interface RegisterFlags {
  readonly name?: string | undefined;
  readonly model?: string | undefined;
  readonly bank?: string | undefined;
  readonly department?: string | undefined;
  readonly instance?: string | undefined;
  readonly 'dry-run': boolean;
  readonly yes: boolean;
}

export default class RegisterCommand extends BaseCommand {
  static override summary = 'register a terminal in the cloud or update its registration';
  static override usage = 'register TARGET [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> register 84.50.12.34 --instance https://cloud.example/clinic --department 1 --name "Front desk" --model desk3200 --bank swedbank',
    '<%= config.bin %> register 84.50.12.34 --instance https://cloud.example/clinic --department 1 --name "Front desk" --model desk3200 --bank seb --dry-run',
    '<%= config.bin %> register 84.50.12.34:14445,15551 --instance https://cloud.example/clinic --department 2 --name Lab --model ipp320 --bank lhv --json',
  ];
  static override flags = { ...roleFlag, ...registerFlags, ...languageFlag, ...takeOverFlag };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const parsed = await this.parse(RegisterCommand);
    const { argv, flags } = parsed;
    const registration = readRegistration(flags);
    const allowPrivate = flags['allow-private'];
    const language = flags.language as Language;
    const read = writtenTargets({
      words: await withoutMailHeaders(argv as string[]),
      role: flags.role,
      allowPrivate,
    });
    for (const warning of readingInWords(read)) this.warn(warning);
    const target = onlyTarget(read.written, language);
    const look = readLookSettings(flags, context);
    const choice = {
      instance: flags.instance ?? '',
      credentials: credentialFinder(flags, context),
      exchangeMs: exchangeBound(parsed, context.settings),
    };
    const cloud = await connectCloud(choice, context.interrupt.signal, context.trace);
    const deps = { context, talk: await createPrompter(flags, context) };
    const store = await context.store();
    let terminalId: string | undefined;
    const openThere = (): ReturnType<typeof openPaymentsAt> => openPaymentsAt(target, terminalId, store, undefined);
    return context.scope.run(openPaymentsFirst(openThere, context, language), async () => {
      const probed = await probeStep({ ...look, target, language }, deps);
      const { facts } = probed;
      terminalId = identityOf(posxmlOf(facts)?.parameters).terminalId;
      const register = (): ReturnType<typeof registerStep> =>
        registerStep({ target, facts, registration, cloud, language, registeredInThisCall: new Map() }, deps);
      const ended = registration.dryRun
        ? await register()
        : await holdingTeamsTerminal(target, terminalId, 'register', context, register);
      for (const record of cloud.leftOut) this.warn(record);
      const outcome = registerOutcome(probed.result, ended, context);
      const record = ended.registration?.outcome === 'registered' ? ended.registration.record : undefined;
      const elsewhere = record && testedElsewhere(record, store);
      return elsewhere ? { ...outcome, exit: EXIT.money, error: elsewhere } : outcome;
    });
  }
}

/** @throws AppError usage.missing, usage.invalid */
function readRegistration(flags: RegisterFlags): RegistrationInput {
  const { instance, department, name, model, bank } = flags;
  const missing = Object.entries({ instance, department, name, model, bank }).filter(
    ([, value]) => value === undefined,
  );
  requireFlags(
    missing.map(([flag]) => `--${flag}`),
    'Values are missing for the registration.',
  );
  validateFlags({ names: [name ?? ''], department });
  return {
    name: name ?? '',
    model: model as Model,
    bank: bank as Bank,
    departmentId: department ?? '',
    dryRun: flags['dry-run'],
    consent: flags.yes,
  };
}
