import type { TestHome } from "../../../e2e/start-catalyst.ts";
import { type Figure, ratioFigure, timeFigure } from "../figures/figure.ts";
import { measureInTurn } from "../figures/measure.ts";
import { makeRepository, type RepositorySize } from "../repository/make-repository.ts";
import { doByCatalyst } from "./by-catalyst.ts";
import { doByHand } from "./by-hand.ts";

export interface RunWish {
  home: TestHome;
  folder: string;
  size: RepositorySize;
  rounds: number;
}

/** Up to so many files the time itself counts; a clone by hand takes none then. */
const FEW_FILES = 100;
/** Until all that stays for the next run is there. */
const REST_MILLISECONDS = 2500;
const GOALS = { milliseconds: 700, times: 2 };

/** A small task from its command to its branch, against the same by hand. */
export async function measureRun({ home, folder, size, rounds }: RunWish): Promise<Figure[]> {
  const repository = await makeRepository(folder, size);
  // Folders stay until the end: removing them between rounds slows the next ones down many times over.
  const [byHand = {}, byCatalyst = {}] = await measureInTurn(
    [() => doByHand(repository, folder), () => doByCatalyst(home, repository)],
    rounds,
    REST_MILLISECONDS,
  );
  const few = size.files <= FEW_FILES;
  const where = `${size.files} files`;
  const compare = (what: string, part: "ready" | "whole", goal: number | null) =>
    ratioFigure({
      ...{ what: `${what}, ${where}`, goal, times: byCatalyst[part] ?? [] },
      baseline: { name: "clone, bwrap and push by hand", times: byHand[part] ?? [] },
    });
  return [
    compare("environment ready", "ready", null),
    compare("run end to end, without the agent", "whole", few ? null : GOALS.times),
    ...(few ? [timeFigure(`run end to end, ${where}`, byCatalyst.whole ?? [], GOALS.milliseconds)] : []),
  ];
}
