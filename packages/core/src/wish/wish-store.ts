/** Wishes wait until one runs that can grant them. Each is answered once, by whichever; the work may run again if that is killed. */
export interface WishStore<Wish, Answer> {
  /** Returns the wish's id. */
  ask(wish: Wish): Promise<string>;
  /** null: it isn't answered yet. */
  findAnswer(id: string): Promise<Answer | null>;
  countOpen(): Promise<number>;
  /** Answers the oldest that nobody else is answering with what the work returns; false: there is none. */
  answerNext(work: (wish: Wish) => Promise<Answer>): Promise<boolean>;
  /** Calls the handler when there may be new ones. Returns how to stop. */
  watch(handler: () => void): Promise<() => void>;
}
