import type { TestHome } from "../../e2e/start-catalyst.ts";
import { doByCatalyst } from "./by-catalyst.ts";
import { doByHand } from "./by-hand.ts";
import { makeRepository, type RepositorySize } from "./make-repository.ts";
import { measureInTurn } from "./measure.ts";
import { tellRatio } from "./tell-ratio.ts";

export interface RunWish {
  home: TestHome;
  folder: string;
  size: RepositorySize;
  rounds: number;
}

/** A small task from its command to its branch, against the same by hand. */
export async function measureRun({ home, folder, size, rounds }: RunWish): Promise<void> {
  const repository = await makeRepository(folder, size);
  // Folders stay until the end: removing them between rounds slows the next ones down many times over.
  const [byHand = {}, byCatalyst = {}] = await measureInTurn(
    [() => doByHand(repository, folder), () => doByCatalyst(home, repository)],
    rounds,
  );
  console.log(`\n# run: ${size.files} files, ${size.commits} commits`);
  tellRatio("Environment ready", { catalyst: byCatalyst.ready, "git clone + bwrap": byHand.ready });
  tellRatio("Run end to end, without the agent", {
    catalyst: byCatalyst.whole,
    "git clone + bwrap + git push": byHand.whole,
  });
}
