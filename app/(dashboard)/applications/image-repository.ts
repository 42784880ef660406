/** The repository of an image reference: without its tag and digest. A registry's port is no tag. */
export function imageRepository(image: string): string {
  const withoutDigest = image.split('@')[0] ?? ''
  const lastSlash = withoutDigest.lastIndexOf('/')
  const colon = withoutDigest.indexOf(':', lastSlash + 1)
  return colon === -1 ? withoutDigest : withoutDigest.slice(0, colon)
}
