import type { Event } from "@catalyst/api";

/** As many as are asked for at once. */
export const PAGE_EVENTS = 500;
/** Beyond these the pages furthest from where somebody looks are dropped: they are had again when they are looked at. */
const KEPT_PAGES = 20;

type ReadPage = (after: number) => Promise<readonly Event[]>;

/** Events by their numbers, in pages, of which those are kept that are near to where somebody looks. */
export class LogPages {
  readonly #pages = new Map<number, Map<number, Event>>();
  readonly #asked = new Set<number>();
  /** Up to which number all there is of a page is here. */
  readonly #knownTo = new Map<number, number>();
  readonly #read: ReadPage;
  /** Where somebody looked last; null: nowhere yet. */
  #looked: number | null = null;
  last = 0;

  constructor(newest: readonly Event[], read: ReadPage) {
    this.#read = read;
    this.add(newest);
  }

  at(number: number): Event | undefined {
    this.#looked = pageOf(number);
    return this.#pages.get(this.#looked)?.get(number);
  }

  add(events: readonly Event[]): void {
    for (const event of events) {
      const page = this.#pages.get(pageOf(event.number)) ?? this.#begin(pageOf(event.number));
      page.set(event.number, event);
      this.last = Math.max(this.last, event.number);
    }
  }

  /** Asks for the page that this event is on; null: that is asked for already, or there is no such event, as of a log that was cleared. */
  load(number: number): Promise<void> | null {
    const page = pageOf(number);
    const isKnown = number <= (this.#knownTo.get(page) ?? 0);
    if (isKnown || this.#asked.has(page)) {
      return null;
    }
    this.#asked.add(page);
    return this.#readPage(page).finally(() => this.#asked.delete(page));
  }

  async #readPage(page: number): Promise<void> {
    const { last } = this;
    this.add(await this.#read(page * PAGE_EVENTS));
    this.#knownTo.set(page, last);
  }

  /** How many events are here. */
  get size(): number {
    return [...this.#pages.values()].reduce((sum, page) => sum + page.size, 0);
  }

  #begin(page: number): Map<number, Event> {
    const begun = new Map<number, Event>();
    this.#pages.set(page, begun);
    const near = this.#looked ?? page;
    // The one that is begun is filled first, wherever it is.
    const far = [...this.#pages.keys()]
      .filter((one) => one !== page)
      .toSorted((one, other) => Math.abs(other - near) - Math.abs(one - near));
    for (const one of far.slice(0, Math.max(0, far.length - KEPT_PAGES))) {
      this.#pages.delete(one);
      this.#knownTo.delete(one);
    }
    return begun;
  }
}

const pageOf = (number: number) => Math.floor((number - 1) / PAGE_EVENTS);
