import type { Connection, Told, Wanted } from "./message.ts";
import { numberOf } from "./number-of.ts";

const MIN_PAUSE_MILLISECONDS = 500;
const MAX_PAUSE_MILLISECONDS = 15_000;
/** As many as the server lets one stream have. */
const MAX_TOPICS = 20;

/** As much of `EventSource` as it takes. */
interface Source {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface OneStreamDeps {
  open: (url: string) => Source;
  onTold: (told: Told) => void;
  /**
   * Something of the topic may have happened that is told by nobody: it is followed from now on, and what is shown was asked for
   * before that.
   */
  onMissed: (topic: string) => void;
  onConnection: (connection: Connection) => void;
  /** Whether the server refuses this person by now. */
  isRefused: () => Promise<boolean>;
  /** Whether the server knows nothing of these topics, or of one of them, for this person. */
  isUnknown: (url: string) => Promise<boolean>;
  now: () => number;
}

const CLOSED = 2;

/** The one connection by which a browser follows all that its pages want. It goes on where it was, over breaks and changes of what is wanted. */
export class OneStream {
  readonly #deps: OneStreamDeps;
  /** What is had of each topic; null: its stream hasn't said yet where it is. */
  readonly #positions = new Map<string, number | null>();
  /** What isn't there for this person: asked for with others, it would have all of them refused. Forgotten with who wanted it. */
  readonly #unknown = new Set<string>();
  #isRefused = false;
  /** Told once the connection is there that was just made. */
  #waiting: (() => void)[] = [];
  #source: Source | null = null;
  #isOpen = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = MIN_PAUSE_MILLISECONDS;
  #awaySince: number | null = null;

  constructor(deps: OneStreamDeps) {
    this.#deps = deps;
  }

  /** Follows exactly these. Who wants a topic from further back than others gets it from there; the others know what they have. */
  want(wanted: readonly Wanted[]): void {
    const topics = new Set(mostWanted(wanted));
    // A page that opens anew was let in: somebody has signed in again.
    let isOther = this.#isRefused;
    for (const topic of [...this.#positions.keys()].filter((known) => !topics.has(known))) {
      this.#positions.delete(topic);
      isOther = !this.#unknown.delete(topic) || isOther;
    }
    for (const { topic, after } of wanted.filter((one) => topics.has(one.topic))) {
      const had = this.#positions.get(topic);
      const isNew = had === undefined;
      const isFurtherBack = typeof had === "number" && after !== null && after < had;
      if (isNew || isFurtherBack || (had === null && after !== null)) {
        this.#positions.set(topic, after);
        isOther = true;
      }
    }
    if (isOther) {
      this.#reopen();
    }
  }

  /** Calls once all that is wanted by now is followed: from then on everything is told. */
  whenFollowing(call: () => void): void {
    if (this.#isOpen) {
      call();
    } else {
      this.#waiting.push(call);
    }
  }

  close(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #reopen(): void {
    this.close();
    this.#isRefused = false;
    const followed = this.#followed();
    if (followed.length === 0) {
      return;
    }
    const source = this.#deps.open(urlOf(followed));
    const fromNow = followed.flatMap(([topic, after]) => (after === null ? [topic] : []));
    source.addEventListener("open", () => this.#cameBack(fromNow));
    source.addEventListener("message", ({ data, lastEventId }) => this.#take(data, lastEventId));
    source.addEventListener("error", () => this.#broke(source));
    source.addEventListener("end", () => source.close());
    this.#source = source;
  }

  #followed(): Place[] {
    return [...this.#positions].filter(([topic]) => !this.#unknown.has(topic));
  }

  #take(data: string, lastEventId: string): void {
    this.#note(lastEventId);
    const { topic, item } = JSON.parse(data) as { topic: string; item: unknown };
    const number = numberOf(topic, item);
    this.#deps.onTold({ topic, number, item });
  }

  /** The id says what is had of each topic, in their order. */
  #note(lastEventId: string): void {
    const numbers = lastEventId.split(".").map(Number);
    for (const [at, [topic]] of this.#followed().entries()) {
      const number = numbers[at];
      if (number !== undefined && Number.isSafeInteger(number)) {
        this.#positions.set(topic, number);
      }
    }
  }

  /** `fromNow`: the topics that this connection follows from when it was opened. */
  #cameBack(fromNow: readonly string[]): void {
    this.#pause = MIN_PAUSE_MILLISECONDS;
    this.#awaySince = null;
    this.#isOpen = true;
    this.#deps.onConnection({ kind: "live" });
    for (const topic of fromNow) {
      this.#deps.onMissed(topic);
    }
    for (const call of this.#waiting.splice(0)) {
      call();
    }
  }

  /** Browsers try again by themselves after a break, and give up after a refusal, also when the server was only starting. */
  #broke(source: Source): void {
    if (source === this.#source) {
      this.#isOpen = false;
    }
    this.#awaySince ??= this.#deps.now();
    this.#deps.onConnection({ kind: "away", since: this.#awaySince });
    if (source.readyState !== CLOSED || source !== this.#source) {
      return;
    }
    this.#timer = setTimeout(() => void this.#tryAgain(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, MAX_PAUSE_MILLISECONDS);
  }

  async #tryAgain(): Promise<void> {
    if (await this.#deps.isRefused()) {
      this.#isRefused = true;
      this.#deps.onConnection({ kind: "refused" });
      return;
    }
    await this.#leaveUnknown();
    this.#reopen();
  }

  /** Each is asked for by itself only where all of them together were refused. */
  async #leaveUnknown(): Promise<void> {
    const followed = this.#followed();
    if (!(await this.#deps.isUnknown(urlOf(followed)))) {
      return;
    }
    for (const place of followed) {
      if (await this.#deps.isUnknown(urlOf([place]))) {
        this.#unknown.add(place[0]);
      }
    }
  }
}

type Place = readonly [topic: string, after: number | null];

function urlOf(places: readonly Place[]): string {
  const topics = places.map(([topic, after]) => (after === null ? topic : `${topic}@${after}`));
  return `/api/v1/events?${new URLSearchParams({ topics: topics.join(",") })}`;
}

/** What happens to tasks comes first, then what single executions do, and last what can be done without; of each, what was wanted last. */
function mostWanted(wanted: readonly Wanted[]): string[] {
  const topics = new Map<string, number>();
  for (const one of wanted) {
    const rank = Math.max(rankOf(one), topics.get(one.topic) ?? 0);
    // In the place of who wants it last.
    topics.delete(one.topic);
    topics.set(one.topic, rank);
  }
  return [...topics]
    .toSorted(([, one], [, other]) => one - other)
    .slice(-MAX_TOPICS)
    .map(([topic]) => topic);
}

function rankOf({ topic, isSpare = false }: Wanted): number {
  if (!topic.startsWith("execution:")) {
    return 2;
  }
  return isSpare ? 0 : 1;
}
