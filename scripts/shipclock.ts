// npm run -s shipclock -- <command>: what there is to do from a shell. What a program reads goes to stdout, what
// people are told to stderr.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { ROLES, type Role } from '@/lib/domain/permissions'
import { runCommand } from '@/scripts/run-command'

const wrongUse = 2

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number.')
}

/** What a command does; it answers the exit code. */
type Run = (command: () => Promise<number>) => void

// Only what a command needs is loaded, so that wrong use is answered at once.

function addUserCommands(shipclock: Command, run: Run): void {
  shipclock
    .command('user')
    .description('users')
    .command('create')
    .description('makes a user and a member of a team of them; of a user who exists, a member')
    .requiredOption('--email <email>', 'e-mail address, to sign in with')
    .requiredOption('--password <password>', 'password; at least 8 characters')
    .requiredOption('--team <team>', 'name or slug of the team; made when there is none')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .option('--name <name>', 'name; else the part of the e-mail address before the @')
    .action((options: { email: string; password: string; team: string; role: Role; name?: string }) =>
      run(async () => {
        const { createUserCommand } = await import('@/scripts/user-create')
        return createUserCommand({ ...options, name: options.name ?? null })
      }),
    )
}

function addTokenCommands(shipclock: Command, run: Run): void {
  shipclock
    .command('token')
    .description('API tokens')
    .command('create')
    .description('makes an API token for a user and prints it, and nothing else, on stdout')
    .requiredOption('--email <email>', 'whose it is')
    .requiredOption('--name <name>', 'what it is for')
    .option('--team <team>', 'name or slug of the team; needed when the user belongs to several')
    .option('--expires-in-days <days>', 'else it is good until it is revoked', wholeNumber)
    .action((options: { email: string; name: string; team?: string; expiresInDays?: number }) =>
      run(async () => {
        const { createTokenCommand } = await import('@/scripts/token-create')
        const { team = null, expiresInDays = null } = options
        return createTokenCommand({ ...options, team, expiresInDays })
      }),
    )
}

function addOtherCommands(shipclock: Command, run: Run): void {
  shipclock
    .command('keys')
    .description('the vault’s keys')
    .command('create')
    .description('prints a new pair of vault keys as two environment variables')
    .action(() => run(async () => (await import('@/scripts/keys-create')).createKeys()))
  shipclock
    .command('doctor')
    .description('looks whether everything works, and says what to do where it does not')
    .action(() => run(async () => (await import('@/scripts/doctor')).doctor()))
  shipclock
    .command('verify')
    .description('looks whether the invariants hold for every row, and names those that break one')
    .option('--json', 'one object instead of lines', false)
    .action((options: { json: boolean }) =>
      run(async () => (await import('@/scripts/verify')).verify(options)),
    )
}

/** The command that was asked for. Wrong use ends the process, after one line about it. */
function chooseCommand(): () => Promise<number> {
  let chosen = async () => wrongUse
  const run: Run = (command) => {
    chosen = command
  }
  const shipclock = new Command('shipclock').description('Shipclock, from the command line.')
  shipclock.exitOverride().helpCommand(false).showSuggestionAfterError(false)
  addUserCommands(shipclock, run)
  addTokenCommands(shipclock, run)
  addOtherCommands(shipclock, run)
  try {
    shipclock.parse()
  } catch (error) {
    // Commander has printed its line already.
    if (!(error instanceof CommanderError)) throw error
    process.exit(error.exitCode === 0 ? 0 : wrongUse)
  }
  return chosen
}

await runCommand(chooseCommand())
