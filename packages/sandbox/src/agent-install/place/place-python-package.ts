import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { InstallRecipe } from "@catalyst/core";
import { findPython } from "./find-python.ts";
import { INSTALL_MILLISECONDS, type PlaceInput } from "./place-input.ts";

type PythonPackage = Extract<InstallRecipe, { kind: "pypi" }>;

/**
 * The package in a Python environment of its own. Only ready-made wheels are taken, because building one runs its
 * scripts, and these could fetch anything. The folder may be moved afterwards, and mounted elsewhere.
 */
export async function placePythonPackage(
  name: string,
  install: PythonPackage,
  { folder, env, onProgress, signal }: PlaceInput,
): Promise<void> {
  const python = await findPython({ name, versions: install.pythonVersions });
  await mkdir(dirname(folder), { recursive: true });
  onProgress(`${python} -m venv`);
  const cancel = signal === undefined ? {} : { cancelSignal: signal };
  const options = {
    env: { ...env, ...ONLY_HERE },
    extendEnv: false,
    cwd: dirname(folder),
    all: true,
    ...cancel,
  } as const;
  // Loaded where it is used, as in all that an installation needs: workers start more often than they install.
  const { execa } = await import("execa");
  await execa(python, ["-I", "-m", "venv", folder], { ...options, timeout: INSTALL_MILLISECONDS });
  const wanted = `${install.package}==${install.version}`;
  onProgress(`pip install ${wanted}`);
  const pip = ["-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:"];
  const installing = execa(join(folder, "bin/python"), [...pip, "--progress-bar", "off", wanted], {
    ...options,
    timeout: INSTALL_MILLISECONDS,
  });
  createInterface({ input: installing.stdout }).on("line", (line) => tellProgress(line, onProgress));
  await installing;
  await makeMovable(join(folder, install.executable));
}

/** Wins over what pip's own settings say of where to install. */
const ONLY_HERE = { PIP_USER: "0" };

function tellProgress(line: string, onProgress: (message: string) => void): void {
  const [, what] = /^\s*(Collecting \S+|Downloading \S+|Installing collected packages)/.exec(line) ?? [];
  if (what !== undefined) {
    onProgress(`pip: ${what}`);
  }
}

/**
 * pip writes the interpreter's full path into a command's first line. This head finds the interpreter beside the command
 * instead: for the shell it is a program that starts Python, for Python it is a string.
 */
async function makeMovable(path: string): Promise<void> {
  const [first = "", second = "", ...rest] = (await readFile(path, "utf8")).split("\n");
  // For a long path pip itself writes such a head, of three lines.
  const body = second.startsWith("'''exec'") ? rest.slice(1) : [second, ...rest];
  if (!first.startsWith("#!")) {
    throw new Error(`${path} is no script that starts an interpreter.`);
  }
  await writeFile(path, [...MOVABLE_HEAD, ...body].join("\n"));
}

const MOVABLE_HEAD = ["#!/bin/sh", `'''exec' "$(dirname "$(readlink -f "$0")")/python" -I "$0" "$@"`, "' '''"];
