import { execa } from "execa";
import type { TestHome } from "../../e2e/start-catalyst.ts";
import { type Measure, measureInTurn } from "./measure.ts";
import { PLAIN_ENV } from "./run-git.ts";
import { tellRatio } from "./tell-ratio.ts";

const COMMANDS = [["--version"], ["tasks", "list"], ["doctor"]];
const BASELINE = "node -e 0";

/** Commands that do next to nothing, against a Node that does nothing; `up` runs. */
export async function measureStarts({ home, rounds }: { home: TestHome; rounds: number }): Promise<void> {
  const byCatalyst = COMMANDS.map((command) =>
    timed(async () => {
      const { exitCode, stderr } = await home.run(command);
      if (exitCode !== 0) {
        throw new Error(`catalyst ${command.join(" ")} ended with ${exitCode}: ${stderr}`);
      }
    }),
  );
  const doNothing = timed(() => execa(process.execPath, ["-e", "0"], { env: PLAIN_ENV, extendEnv: false }));
  const [baseline, ...times] = await measureInTurn([doNothing, ...byCatalyst], rounds);
  console.log("\n# starts");
  for (const [index, command] of COMMANDS.entries()) {
    tellRatio(`catalyst ${command.join(" ")}`, { catalyst: times[index]?.whole, [BASELINE]: baseline?.whole });
  }
}

function timed(act: () => Promise<unknown>): Measure {
  return async () => {
    const from = performance.now();
    await act();
    return { whole: performance.now() - from };
  };
}
