/** What a CLI brings for each processor. */
interface Builds {
  x64: string;
  arm64: string;
}

/** The build for this machine's processor, which is also that of its environments. */
export function forThisMachine(builds: Builds, processor: string = process.arch): string {
  return processor === "arm64" ? builds.arm64 : builds.x64;
}
