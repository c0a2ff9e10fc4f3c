interface PinnedPackage {
  package: string;
  version: string;
  /** A path in the installation folder: the command that the package brings. */
  executable: string;
  /** What asks the executable for its version; `--version` where nothing is said. */
  versionArgs?: readonly string[];
  /** The installation folder's name where the version alone could mean another package. */
  folder?: string;
}

/** How an agent gets onto a machine. */
export type InstallRecipe =
  | ({ kind: "npm" } & PinnedPackage)
  | ({
      kind: "pypi";
      /** The minor versions of Python that it runs on, the preferred first; any where nothing is said. */
      pythonVersions?: readonly string[];
    } & PinnedPackage)
  | { kind: "none" };
