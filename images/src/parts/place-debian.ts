import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { Pins } from "../pins.ts";
import { type DebianSource, fetchDebian } from "./fetch-debian.ts";
import { placeAuthorities } from "./place-authorities.ts";

/** Where Debian has these since all of it is in /usr. */
const MERGED = ["bin", "lib", "lib64", "sbin"];
/** Of each package its licence stays; nobody reads the rest in a container. */
const UNREAD = ["usr/share/man", "usr/share/info", "usr/share/locale", "usr/share/lintian", "var/cache", "var/log"];

interface DebianParts extends DebianSource {
  root: string;
  names: readonly string[];
  pins: Pins;
}

/** Unpacks the packages, and what they need, into the folder. None of their scripts runs. */
export async function placeDebian({ root, names, pins, ...source }: DebianParts): Promise<void> {
  if (names.length === 0) {
    return;
  }
  for (const name of MERGED) {
    await mkdir(join(root, "usr", name), { recursive: true });
    await symlink(`usr/${name}`, join(root, name));
  }
  await mkdir(join(root, "tmp"));
  for (const name of withNeeds(names, pins)) {
    const pin = pins.debian[name];
    if (pin === undefined) {
      throw new Error(`pins.json has no ${name}: node images/src/renew.ts adds it.`);
    }
    await unpack(await fetchDebian(source, name, pin), root);
  }
  await placeAuthorities(root);
  for (const path of UNREAD) {
    await rm(join(root, path), { recursive: true, force: true });
  }
}

/** Debian's own programs would put folders where the links into /usr are. */
async function unpack(file: string, root: string): Promise<void> {
  const extract = ["--extract", "--no-same-owner", "--keep-directory-symlink", "--directory", root];
  await execa("dpkg-deb", ["--fsys-tarfile", file], { buffer: false }).pipe("tar", extract);
}

function withNeeds(names: readonly string[], { debian }: Pins): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (!found.has(name)) {
      found.add(name);
      debian[name]?.needs.forEach(visit);
    }
  };
  names.forEach(visit);
  return [...found].toSorted();
}
