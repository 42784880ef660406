// npm run -s shipclock -- <command>: what there is to do from a shell. What a program reads goes to stdout, what
// people are told to stderr.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { ROLES, type Role } from '@/lib/domain/permissions'
import { doctor } from '@/scripts/doctor'
import { createKeys } from '@/scripts/keys-create'
import { runCommand } from '@/scripts/run-command'
import { createTokenCommand } from '@/scripts/token-create'
import { createUserCommand } from '@/scripts/user-create'

const wrongUse = 2

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number.')
}

/** What each command answers is the exit code. */
function program(run: (command: () => Promise<number>) => void): Command {
  const shipclock = new Command('shipclock').description('Shipclock, from the command line.')
  shipclock.exitOverride().helpCommand(false).showSuggestionAfterError(false)

  const user = shipclock.command('user').description('users')
  user
    .command('create')
    .description('makes a user and a member of a team of them; of a user who exists, a member')
    .requiredOption('--email <email>', 'e-mail address, to sign in with')
    .requiredOption('--password <password>', 'password; at least 8 characters')
    .requiredOption('--team <team>', 'name or slug of the team; made when there is none')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .option('--name <name>', 'name; else the part of the e-mail address before the @')
    .action((options: { email: string; password: string; team: string; role: Role; name?: string }) =>
      run(() => createUserCommand({ ...options, name: options.name ?? null })),
    )

  const token = shipclock.command('token').description('API tokens')
  token
    .command('create')
    .description('makes an API token for a user and prints it, and nothing else, on stdout')
    .requiredOption('--email <email>', 'whose it is')
    .requiredOption('--name <name>', 'what it is for')
    .option('--team <team>', 'name or slug of the team; needed when the user belongs to several')
    .option('--expires-in-days <days>', 'else it is good until it is revoked', wholeNumber)
    .action((options: { email: string; name: string; team?: string; expiresInDays?: number }) =>
      run(() =>
        createTokenCommand({
          ...options,
          team: options.team ?? null,
          expiresInDays: options.expiresInDays ?? null,
        }),
      ),
    )

  const keys = shipclock.command('keys').description('the vault’s keys')
  keys
    .command('create')
    .description('prints a new pair of vault keys as two environment variables')
    .action(() => run(createKeys))

  shipclock
    .command('doctor')
    .description('looks whether everything works, and says what to do where it does not')
    .action(() => run(doctor))
  return shipclock
}

let chosen: (() => Promise<number>) | null = null
try {
  program((command) => {
    chosen = command
  }).parse()
} catch (error) {
  // Commander has printed its line already.
  if (!(error instanceof CommanderError)) throw error
  process.exit(error.exitCode === 0 ? 0 : wrongUse)
}
const command = chosen ?? (async () => wrongUse)
await runCommand(command)
