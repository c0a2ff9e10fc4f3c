/** A package of npm's registry: some of its files, or all of them in a folder. */
export interface NpmPart {
  package: string;
  files?: Readonly<Record<string, string>>;
  into?: string;
}

export type OwnFile = "runner.mjs" | "probe.mjs";

/** What an image is made of, in this order. */
export interface ImageRecipe {
  /** Debian's packages, with all that they need. */
  debian: readonly string[];
  npm?: readonly NpmPart[];
  /** What is bundled of our own sources. */
  own?: readonly OwnFile[];
  /** Whether our processes are in it, with their libraries and the built web app. */
  hasProduct?: boolean;
  /** Symbolic links, and where each leads. */
  links?: Readonly<Record<string, string>>;
  user: string;
  command: readonly string[];
}
