import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import { PLAIN_ENV } from "../repository/run-git.ts";

/** For how long lines are written. */
export const SECONDS = 5;
const LINE = /t(\d{13})/g;

/** Prints lines that say when they were written, ten milliseconds' worth of them at a time. */
export function printer(rate: number): string {
  const every = Math.max(10, 1000 / rate);
  const atOnce = Math.round((rate * every) / 1000);
  const print = `process.stdout.write(("t" + Date.now() + "\\n").repeat(${atOnce}))`;
  const left = Math.round((SECONDS * 1000) / every);
  return `let left = ${left}; const timer = setInterval(() => { ${print}; if (--left === 0) clearInterval(timer) }, ${every})`;
}

/** How long each line of a file takes to who follows it by hand. */
export async function tailFile(file: string, rate: number): Promise<number[]> {
  await writeFile(file, "");
  const tail = spawn("tail", ["-n", "+1", "-f", file], { env: PLAIN_ENV, stdio: ["ignore", "pipe", "inherit"] });
  const delays = readDelays(tail.stdout);
  const script = `sleep 0.5; '${process.execPath}' -e '${printer(rate)}' > '${file}'`;
  const writer = spawn("sh", ["-c", script], { env: PLAIN_ENV, stdio: "inherit" });
  await new Promise((resolve) => writer.once("close", resolve));
  await new Promise((resolve) => setTimeout(resolve, 200));
  tail.kill();
  return await delays;
}

/** How long ago each line was written that comes, in milliseconds, also as long as there may come more. */
export async function readDelays(output: Readable, delays: number[] = []): Promise<number[]> {
  let rest = "";
  for await (const chunk of output) {
    const now = Date.now();
    const text = rest + chunk;
    const end = text.lastIndexOf("\n") + 1;
    rest = text.slice(end);
    for (const [, at] of text.slice(0, end).matchAll(LINE)) {
      delays.push(now - Number(at));
    }
  }
  return delays;
}
