import type { Connection, Message, Told, Wanted } from "./message.ts";
import { OneStream } from "./one-stream.ts";

const NAME = "catalyst-live";

interface Follower {
  topic: string;
  /** What is had already; null: only what comes from now on. */
  after: number | null;
  onTold: (told: Told) => void;
  /**
   * Something may have happened that isn't told: what is shown is to be asked for anew. That is so once for each that follows from
   * now on, too: what it shows was asked for before.
   */
  onMissed: () => void;
  /** Others come first where there isn't room for all. */
  isSpare?: boolean;
}

/**
 * What happens, as it happens, for this page. Of all pages of a browser one follows and tells the others: a browser has six
 * connections to a place and no more. Where pages can't agree on one (over plain http from elsewhere), each follows for itself.
 */
export class Live {
  readonly #page = crypto.randomUUID?.() ?? String(Math.random());
  readonly #followers = new Set<Follower>();
  readonly #wantedElsewhere = new Map<string, Wanted[]>();
  readonly #watchers = new Set<() => void>();
  readonly #channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(NAME);
  #stream: OneStream | null = null;
  #connection: Connection = { kind: "live" };
  #isStarted = false;
  #isSaying = false;

  follow(follower: Follower): () => void {
    this.#start();
    this.#followers.add(follower);
    this.#sayWants();
    if (follower.after === null) {
      this.#stream?.whenFollowing(() => this.#followers.has(follower) && follower.onMissed());
    }
    return () => {
      this.#followers.delete(follower);
      this.#sayWants();
    };
  }

  connection = (): Connection => this.#connection;

  watchConnection = (onChange: () => void): (() => void) => {
    this.#watchers.add(onChange);
    return () => void this.#watchers.delete(onChange);
  };

  #start(): void {
    if (this.#isStarted) {
      return;
    }
    this.#isStarted = true;
    const { locks } = navigator;
    if (locks === undefined || this.#channel === null) {
      this.#lead();
      return;
    }
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data);
    document.addEventListener("visibilitychange", () => this.#sayIsSeen());
    addEventListener("pagehide", () => this.#say({ kind: "left", page: this.#page }));
    addEventListener("pageshow", ({ persisted }) => this.#comeBack(persisted));
    void locks.request(NAME, () => {
      this.#lead();
      this.#say({ kind: "who" });
      // Until this page is closed.
      return new Promise(() => undefined);
    });
  }

  /** `hasSlept`: the browser kept the page aside, and it heard nothing meanwhile. */
  #comeBack(hasSlept: boolean): void {
    this.#sayWants();
    if (hasSlept) {
      for (const topic of new Set([...this.#followers].map((follower) => follower.topic))) {
        this.#miss(topic);
      }
    }
  }

  #lead(): void {
    this.#stream = new OneStream({
      open: (url) => new EventSource(url),
      onTold: (told) => {
        this.#say({ kind: "told", told });
        this.#noteTold(told);
        this.#tell(told);
      },
      onMissed: (topic) => {
        this.#say({ kind: "missed", topic });
        this.#miss(topic);
      },
      onConnection: (connection) => {
        this.#say({ kind: "connection", connection });
        this.#be(connection);
      },
      isRefused: async () => (await statusOf("/api/v1/me")) === 401,
      isUnknown: async (url) => (await statusOf(url)) === 404,
      now: Date.now,
    });
    this.#sayWants();
  }

  #hear(message: Message): void {
    switch (message.kind) {
      case "wants":
        this.#takeWants(message);
        return;
      case "who":
        this.#sayWants();
        return;
      case "seen":
        this.#wantMore(message.page);
        return;
      case "left":
        this.#wantedElsewhere.delete(message.page);
        this.#stream?.want(this.#allWanted());
        return;
      case "told":
        this.#tell(message.told);
        return;
      case "missed":
        if (message.page === undefined || message.page === this.#page) {
          this.#miss(message.topic);
        }
        return;
      case "connection":
        this.#be(message.connection);
    }
  }

  #takeWants({ page, wanted }: Extract<Message, { kind: "wants" }>): void {
    const had = this.#wantedElsewhere.get(page) ?? [];
    if (this.#stream !== null && !this.#wantedElsewhere.has(page)) {
      // Pages begin as if all was well.
      this.#say({ kind: "connection", connection: this.#connection });
    }
    this.#wantedElsewhere.set(page, wanted);
    this.#stream?.want(this.#allWanted());
    for (const { topic } of wanted.filter(
      (one) => one.after === null && countOf(one.topic, wanted) > countOf(one.topic, had),
    )) {
      this.#stream?.whenFollowing(() => this.#say({ kind: "missed", topic, page }));
    }
  }

  /** Whoever looks at a page has it followed, however many others are open: what is wanted last is followed first. */
  #wantMore(page: string): void {
    const wanted = this.#wantedElsewhere.get(page);
    if (wanted !== undefined) {
      this.#wantedElsewhere.delete(page);
      this.#wantedElsewhere.set(page, wanted);
      this.#stream?.want(this.#allWanted());
    }
  }

  /** What is on its way to a page is had by it: nothing of it is asked for anew, where others want something else. */
  #noteTold({ topic, number }: Told): void {
    for (const one of [...this.#wantedElsewhere.values()].flat()) {
      if (one.topic === topic && one.after !== null && one.after < number) {
        one.after = number;
      }
    }
  }

  #ownWanted(): Wanted[] {
    return [...this.#followers].map(({ topic, after, isSpare }) => ({ topic, after, isSpare }));
  }

  #allWanted(): Wanted[] {
    const elsewhere = [...this.#wantedElsewhere.values()].flat();
    return isSeen() ? [...elsewhere, ...this.#ownWanted()] : [...this.#ownWanted(), ...elsewhere];
  }

  /** Many rows that are drawn together want as many topics: that is said once. */
  #sayWants(): void {
    if (!this.#isSaying) {
      this.#isSaying = true;
      queueMicrotask(() => {
        this.#isSaying = false;
        this.#sayNow();
      });
    }
  }

  #sayNow(): void {
    if (this.#stream === null) {
      this.#say({ kind: "wants", page: this.#page, wanted: this.#ownWanted() });
    } else {
      this.#stream.want(this.#allWanted());
    }
  }

  #sayIsSeen(): void {
    if (this.#stream !== null) {
      this.#stream.want(this.#allWanted());
    } else if (isSeen()) {
      this.#say({ kind: "seen", page: this.#page });
    }
  }

  #say(message: Message): void {
    this.#channel?.postMessage(message);
  }

  /** Each follower gets each item once and in order, from wherever the stream was when another page wanted more of it. */
  #tell(told: Told): void {
    for (const follower of this.#followers) {
      if (follower.topic === told.topic && told.number > (follower.after ?? 0)) {
        follower.after = told.number;
        follower.onTold(told);
      }
    }
  }

  #miss(topic: string): void {
    for (const follower of this.#followers) {
      if (follower.topic === topic) {
        follower.onMissed();
      }
    }
  }

  #be(connection: Connection): void {
    this.#connection = connection;
    for (const watcher of this.#watchers) {
      watcher();
    }
  }
}

const isSeen = () => document.visibilityState === "visible";

/** null: nobody answers. What an answer that goes on says isn't waited for. */
async function statusOf(url: string): Promise<number | null> {
  const left = new AbortController();
  try {
    return (await fetch(url, { cache: "no-store", signal: left.signal })).status;
  } catch {
    return null;
  } finally {
    left.abort();
  }
}

/** How many parts of a page follow this topic. */
function countOf(topic: string, wanted: readonly Wanted[]): number {
  return wanted.filter((one) => one.topic === topic).length;
}

let live: Live | null = null;

/** One for each page, however often it is shown. */
export function livePage(): Live {
  live ??= new Live();
  return live;
}
