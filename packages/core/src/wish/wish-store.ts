import type { Actor } from "../account/actor.ts";

/** What somebody else is asked for, and how far it is. */
export interface StoredWish<Wish, Answer> {
  id: string;
  /** Who asked; null: this machine itself. */
  actor: Actor | null;
  /** null: of a kind that isn't known here. */
  wish: Wish | null;
  createdAt: Date;
  /** When somebody began to do it; null: nobody has. */
  takenAt: Date | null;
  /** What is done just now, in words; null: nothing was told. */
  progress: string | null;
  /** Counts what happened to it. */
  version: number;
  answer: Answer | null;
}

export interface NewWish<Wish> {
  wish: Wish;
  actor: Actor | null;
  /** Nobody begins with it when this time is over, in seconds. */
  lifetimeSeconds: number;
}

/** Tells what is done just now, in words. */
export type TellProgress = (message: string) => void;

/** The kinds of wishes that are meant. */
export type WishKinds = { only: readonly string[] } | { except: readonly string[] };

/** Wishes wait until one runs that can grant them. Each is answered once, by whichever; the work may run again if that is killed. */
export interface WishStore<Wish, Answer> {
  /** Returns the wish's id. Throws `unavailable` when too many wait already. */
  ask(wish: NewWish<Wish>): Promise<string>;
  find(id: string): Promise<StoredWish<Wish, Answer> | null>;
  /** Takes back a wish that nobody is at; false: somebody is, or it is answered. */
  withdraw(id: string): Promise<boolean>;
  countOpen(): Promise<number>;
  /** Answers the oldest of these kinds that nobody else is answering with what the work returns; false: there is none. */
  answerNext(work: (wish: Wish, tell: TellProgress) => Promise<Answer>, kinds?: WishKinds): Promise<boolean>;
  /** Calls the handler when there may be new ones. Returns how to stop. */
  watch(handler: () => void): Promise<() => void>;
  /** Calls the handler when something happened to a wish; null: maybe to any. Returns how to stop. */
  watchChanges(handler: (id: string | null) => void): Promise<() => void>;
}
