import { EventEmitter, once } from "node:events";
import { execa } from "execa";

interface AskedByCurl {
  url: string;
  certFile: string;
  key: string;
}

const argumentsOf = ({ certFile, key }: AskedByCurl) => [
  "--silent",
  "--show-error",
  ...["--cacert", certFile],
  ...["--header", `Authorization: Bearer ${key}`],
];
const ALONE = { extendEnv: false, env: { PATH: process.env.PATH ?? "" }, stdin: "ignore" } as const;

/** A request as somebody types it in a shell. With a body it is a POST. */
export async function askByCurl(
  asked: AskedByCurl,
  path: string,
  body?: object,
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const sent = body === undefined ? [] : ["--header", "Content-Type: application/json", "--data", JSON.stringify(body)];
  const address = `${asked.url}/api/v1${path}`;
  const { stdout } = await execa(
    "curl",
    [...argumentsOf(asked), ...sent, "--write-out", "\n%{http_code}", address],
    ALONE,
  );
  const end = stdout.lastIndexOf("\n");
  return { status: Number(stdout.slice(end)), answer: JSON.parse(stdout.slice(0, end)) };
}

/** Follows a stream. */
export function followByCurl(asked: AskedByCurl, path: string) {
  const child = execa("curl", [...argumentsOf(asked), "--no-buffer", `${asked.url}/api/v1${path}`], {
    ...ALONE,
    buffer: false,
    reject: false,
  });
  const arrivals = new EventEmitter();
  let seen = "";
  let isOver = false;
  child.stdout.on("data", (chunk: Buffer) => {
    seen += chunk.toString();
    arrivals.emit("more");
  });
  void child.then(() => {
    isOver = true;
    arrivals.emit("more");
  });
  return {
    /** Resolves when the text has come; rejects when the stream ends without it. */
    async shows(text: string): Promise<void> {
      while (!seen.includes(text)) {
        if (isOver) {
          throw new Error(`the stream ended without ${text}: ${seen}`);
        }
        await once(arrivals, "more");
      }
    },
    stop: () => child.kill("SIGKILL"),
  };
}
