"use client";

import type { Event } from "@catalyst/api";
import { useCallback, useRef, useState } from "react";
import { browserClient } from "../../../api/browser-client.ts";
import { useTold } from "../../../live/use-live.ts";

const PAGE_EVENTS = 500;
/** Beyond these the pages furthest from where somebody looks are dropped: they are had again when they are looked at. */
const KEPT_PAGES = 20;

export interface Log {
  /** How many events there are: they are numbered from 1 without gaps. */
  count: number;
  /** Undefined: it isn't here yet, and is asked for. */
  eventAt: (number: number) => Event | undefined;
}

interface UseLogInput {
  executionId: string;
  /** The newest. */
  newest: Event[];
  isRunning: boolean;
}

/** The log of one execution, of which only what is looked at is here; what comes is added at its end. */
export function useLog({ executionId, newest, isRunning }: UseLogInput): Log {
  const [pages] = useState(() => new LogPages(newest));
  const [count, setCount] = useState(newest.at(-1)?.number ?? 0);
  const [, showChange] = useState(0);
  const isDrawn = useRef(false);
  const draw = useCallback(() => {
    if (!isDrawn.current) {
      isDrawn.current = true;
      requestAnimationFrame(() => {
        isDrawn.current = false;
        setCount(pages.last);
        showChange((before) => before + 1);
      });
    }
  }, [pages]);
  // To its end, which is told beside that it has ended.
  const [wasRunning] = useState(isRunning);
  useTold(wasRunning ? `execution:${executionId}` : null, count, {
    onTold({ item }) {
      pages.add([item as Event]);
      draw();
    },
  });
  const eventAt = (number: number) => {
    const event = pages.at(number);
    if (event === undefined) {
      void pages.load(number, executionId).then(draw, draw);
    }
    return event;
  };
  return { count, eventAt };
}

/** Events by their numbers, in pages. */
class LogPages {
  readonly #pages = new Map<number, Map<number, Event>>();
  readonly #asked = new Set<number>();
  last = 0;

  constructor(newest: readonly Event[]) {
    this.add(newest);
  }

  at(number: number): Event | undefined {
    return this.#pages.get(pageOf(number))?.get(number);
  }

  add(events: readonly Event[]): void {
    for (const event of events) {
      const page = this.#pages.get(pageOf(event.number)) ?? new Map<number, Event>();
      page.set(event.number, event);
      this.#pages.set(pageOf(event.number), page);
      this.last = Math.max(this.last, event.number);
    }
  }

  /** Asks for the page that this event is on, once at a time. */
  async load(number: number, executionId: string): Promise<void> {
    const page = pageOf(number);
    if (this.#asked.has(page)) {
      return;
    }
    this.#asked.add(page);
    try {
      const query = { after: page * PAGE_EVENTS, limit: PAGE_EVENTS };
      const { data } = await browserClient().call("listEvents", { params: { execution: executionId }, query });
      this.add(data);
      this.#forget(page);
    } finally {
      this.#asked.delete(page);
    }
  }

  #forget(near: number): void {
    const far = [...this.#pages.keys()].toSorted((one, other) => Math.abs(other - near) - Math.abs(one - near));
    for (const page of far.slice(0, Math.max(0, far.length - KEPT_PAGES))) {
      this.#pages.delete(page);
    }
  }
}

const pageOf = (number: number) => Math.floor((number - 1) / PAGE_EVENTS);
