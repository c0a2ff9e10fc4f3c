import { MemoryOutage } from "../memory-advance-deps.ts";

/**
 * What befalls a worker at a call: it dies before it or after it; what it calls is away, before it did anything or after it did
 * all of it; or it sleeps before it until others have done everything in its place, and goes on.
 */
export const FAULT_KINDS = ["dies_before", "dies_after", "fails_before", "fails_after", "wakes_late"] as const;
type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  /** The call, by its name and which of that name it is in the whole life: `executions.move#2`. */
  at: string;
  kind: FaultKind;
}

/** What no worker that died does any more. */
export class Died extends Error {}

/** One life with its calls, whichever worker makes them, and what befalls one of them. */
export interface Fate {
  fault: Fault | null;
  /** All calls up to now, in their order. */
  calls: string[];
  isMet: boolean;
}

export interface Mortal<Deps extends object> {
  deps: Deps;
  hasDied(): boolean;
  /** Resolves when it fell asleep. */
  asleep: Promise<void>;
  wake(): void;
  /** Resolves when what it had begun is over. */
  settled(): Promise<void>;
}

/** Not the worker's way to anything outside. */
const INNER = ["settingsFormats", "signal", "limits", "policy"];
const PORTLESS = ["isOutage", "hasCrashed", "oneByOne", "newFence", "now", "random"];

type Call = (...args: unknown[]) => unknown;

/** A worker whose every call to a port counts, and which meets its fate at one of them. */
export function mortal<Deps extends object>(deps: Deps, fate: Fate): Mortal<Deps> {
  const life = createLife(fate);
  const wrapped = Object.entries(deps).map(([name, port]) => {
    if (INNER.includes(name) || PORTLESS.includes(name) || typeof port === "string" || port === null) {
      return [name, port];
    }
    return [name, typeof port === "function" ? life.finding(name, port as Call) : life.port(name, port as object)];
  });
  return {
    deps: Object.fromEntries(wrapped) as Deps,
    hasDied: () => life.isDead,
    asleep: life.asleep.promise,
    wake: () => life.awake.resolve(),
    settled: async () => void (await Promise.allSettled(life.begun)),
  };
}

function createLife(fate: Fate) {
  const life = {
    isDead: false,
    asleep: Promise.withResolvers<void>(),
    awake: Promise.withResolvers<void>(),
    begun: new Set<Promise<unknown>>(),
    port: (name: string, port: object) =>
      new Proxy(port, {
        get(target, key) {
          const value = Reflect.get(target, key);
          const call = (...args: unknown[]) => (value as Call).apply(target, args);
          return typeof value === "function" ? meeting(`${name}.${String(key)}`, call) : value;
        },
      }),
    /** What is found is called, too. */
    finding: (name: string, find: Call) =>
      meeting(name, async (...args) => {
        const found = await find(...args);
        return found === null ? null : life.port(name.replace(/^find/, "").toLowerCase(), found as object);
      }),
  };
  const meeting =
    (name: string, call: Call): Call =>
    (...args) => {
      const begun = meet({ name, call: () => call(...args), life, fate });
      life.begun.add(begun);
      return begun.finally(() => life.begun.delete(begun));
    };
  return life;
}

interface Meeting {
  name: string;
  call: () => unknown;
  life: Pick<ReturnType<typeof createLife>, "isDead" | "asleep" | "awake">;
  fate: Fate;
}

async function meet({ name, call, life, fate }: Meeting): Promise<unknown> {
  if (life.isDead) {
    throw new Died();
  }
  const at = `${name}#${fate.calls.filter((one) => one.startsWith(`${name}#`)).length + 1}`;
  fate.calls.push(at);
  if (fate.isMet || fate.fault?.at !== at) {
    return passOn(await call(), life);
  }
  fate.isMet = true;
  switch (fate.fault.kind) {
    case "dies_before":
      return die(life);
    case "dies_after":
      await call();
      return die(life);
    case "fails_before":
      return fail(name);
    case "fails_after":
      await call();
      return fail(name);
    case "wakes_late":
      life.asleep.resolve();
      await life.awake.promise;
      return call();
  }
}

/** What was under way as it died comes to nobody. */
function passOn<Result>(result: Result, { isDead }: Pick<Meeting["life"], "isDead">): Result {
  if (isDead) {
    throw new Died();
  }
  return result;
}

function die(life: Meeting["life"]): never {
  life.isDead = true;
  throw new Died();
}

/** A forge says so; everything else throws. */
function fail(name: string): unknown {
  if (name.startsWith("forge.")) {
    return { kind: "failed", problem: { kind: "outage", reason: "502" } };
  }
  throw new MemoryOutage(`${name} is away`);
}
