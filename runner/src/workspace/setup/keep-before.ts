import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ENVIRONMENT_PATHS } from "@catalyst/core";
import { OWN_FOLDER, type Work } from "../own-repository.ts";

/** Where no setup reaches what it is undone with. */
const FOLDER = join(OWN_FOLDER, "before-setup");

export interface Before {
  /** A copy of the home, where one was wanted. */
  home: string;
  /** Puts the repository's folder, or what is named in it, to what it was. */
  putBack(name: string): Promise<void>;
  drop(): Promise<void>;
}

/** Keeps the workspace's repository as it is, and the home where that is wanted; null: there is no room for it. */
export async function keepBefore({ repositoryPath }: Work, withHome: boolean): Promise<Before | null> {
  const [repository, home] = [join(FOLDER, "repository"), join(FOLDER, "home")];
  const drop = () => rm(FOLDER, { recursive: true, force: true });
  try {
    await drop();
    await copy(repositoryPath, repository);
    await (withHome ? copy(ENVIRONMENT_PATHS.home, home) : undefined);
  } catch {
    await drop();
    return null;
  }
  return {
    home,
    async putBack(name) {
      const place = join(repositoryPath, name);
      await rm(place, { recursive: true, force: true });
      await copy(join(repository, name), place);
    },
    drop,
  };
}

async function copy(source: string, target: string): Promise<void> {
  await promisify(execFile)("/bin/sh", [
    "-c",
    'mkdir -p "$2" && cp --archive --reflink=auto -- "$1/." "$2"',
    "sh",
    source,
    target,
  ]);
}
