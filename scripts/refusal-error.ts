import type { KnownRefusal } from '@/lib/refusal-words'
import { CommandError } from '@/scripts/command-error'

/** A refusal as one line; where it is about one option, with the option's name. */
export async function refusalError(refusal: KnownRefusal): Promise<CommandError> {
  // Loaded when there is something to say: it takes longer to load than a command to run.
  const { refusalWords } = await import('@/lib/refusal-words')
  const { detail, errors } = refusalWords(refusal)
  const path = errors[0]?.path
  return new CommandError(path === undefined ? detail : `--${optionOf(path)}: ${detail}`)
}

/** `expiresInDays` → `expires-in-days` */
function optionOf(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
