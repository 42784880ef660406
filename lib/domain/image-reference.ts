import { accept, type Result, refuse } from '@/lib/domain/result'

/**
 * Image references as registries understand them.
 * Grammar: https://pkg.go.dev/github.com/distribution/reference
 */
export interface ImageRefusal {
  kind: 'invalid_image'
  input: string
  /** What is wrong, as a sentence for the person who typed it. */
  why: string
}

const MAX_REPOSITORY_LENGTH = 255
const HOST =
  /^(\[[0-9a-fA-F:]+\]|[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(:\d+)?$/
const PATH_COMPONENT = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
const DIGEST = /^sha256:[0-9a-f]{64}$/

/**
 * Turns what a person typed into the full reference that ECS is given; null means "redeploy what runs".
 *
 * `imageRepository` is the target's, and lets a bare tag (`1.4.2`) or digest (`@sha256:…`) stand alone.
 * A single word such as `nginx` can be read both ways: with a repository it is a tag of it, without one
 * it is the image of that name, unless it looks like a version or a commit (`1.4.2`, `v2`, `latest`,
 * `9f3c2ab`), which nobody means as an image name and which would only fail at the pull.
 */
export function resolveImage(
  input: string | null,
  imageRepository: string | null,
): Result<string | null, ImageRefusal> {
  if (input === null || input === '') return accept(null)
  const invalid = (why: string) => refuse({ kind: 'invalid_image', input, why } as const)
  if (/\s/.test(input)) return invalid('An image reference has no spaces.')

  const digest = input.startsWith('@') ? input.slice(1) : input.startsWith('sha256:') ? input : null
  if (digest !== null || isSingleWord(input)) {
    const repository = imageRepository || null
    if (digest !== null) {
      const why = digestFault(digest) ?? (repository === null ? needsRepository('A digest', '@…') : null)
      return why === null ? accept(`${repository}@${digest}`) : invalid(why)
    }
    if (repository !== null) {
      const why = tagFault(input)
      return why === null ? accept(`${repository}:${input}`) : invalid(why)
    }
    if (looksLikeTag(input))
      return invalid(needsRepository(`“${input}” looks like a tag, which`, `:${input}`))
  }
  const why = referenceFault(input)
  return why === null ? accept(input) : invalid(why)
}

/** Whether `text` names a repository, with neither tag nor digest: what a target may have as its own. */
export function isImageRepository(text: string): boolean {
  return repositoryFault(text) === null
}

function isSingleWord(input: string): boolean {
  return !/[/:@]/.test(input)
}

function looksLikeTag(word: string): boolean {
  const isCommit = /^[0-9a-f]{7,40}$/.test(word) && /\d/.test(word)
  return word === 'latest' || /^v?\d/.test(word) || isCommit
}

function needsRepository(what: string, rest: string): string {
  return `${what} needs the name of an image before it (such as registry.example.com/web${rest}), because this target has no image repository.`
}

function referenceFault(reference: string): string | null {
  const [name = '', digest, ...more] = reference.split('@')
  if (more.length > 0) return 'There can be only one “@” in an image reference.'
  if (digest !== undefined) {
    const fault = digestFault(digest)
    if (fault !== null) return fault
  }
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1)
  if (colon < 0) return repositoryFault(name)
  return repositoryFault(name.slice(0, colon)) ?? tagFault(name.slice(colon + 1))
}

function repositoryFault(name: string): string | null {
  if (name === '') return 'The name of the image is missing.'
  if (name.length > MAX_REPOSITORY_LENGTH) {
    return `The name of an image has at most ${MAX_REPOSITORY_LENGTH} characters.`
  }
  const [first = '', ...rest] = name.split('/')
  const hasHost = rest.length > 0 && /[.:]/.test(first)
  if (hasHost && !HOST.test(first)) return `“${first}” is not the address of a registry.`
  for (const part of hasHost ? rest : [first, ...rest]) {
    if (/[A-Z]/.test(part)) return `The name of an image is in lower case: “${part}” is not.`
    if (part === '') return 'A part of the image’s name between two slashes is missing.'
    if (!PATH_COMPONENT.test(part)) {
      return `“${part}” is not a valid part of an image’s name: letters a to z and digits, joined by “.”, “_” or “-”.`
    }
  }
  return null
}

function tagFault(tag: string): string | null {
  if (tag === '') return 'The tag after “:” is missing.'
  if (tag.length > 128) return 'A tag has at most 128 characters.'
  if (TAG.test(tag)) return null
  return `“${tag}” is not a valid tag: letters, digits, “_”, “.” and “-”, and neither “.” nor “-” at the start.`
}

function digestFault(digest: string): string | null {
  if (DIGEST.test(digest)) return null
  return 'A digest is “sha256:” followed by 64 hexadecimal digits in lower case.'
}
