import { type Answer, json } from "./answer.ts";

/** What goes wrong with a request: instead of what it asks for, or after that was done. */
export interface Fault {
  method?: string;
  /** Of the request's path. */
  path?: RegExp;
  /** Whether what was asked for is done; before unless it is said. */
  when?: "before" | "after";
  /** How many requests meet it; one unless it is said. */
  times?: number;
  /** Whether a request that fits meets it: each does unless it is said. */
  falls?: () => boolean;
  /** An answer, the connection is cut, or nothing goes wrong but that it waits. */
  does: FaultyAnswer | "cut" | "waits";
  /** First of all waits for this: how slow it is, a test says by what it waits for. */
  until?: Promise<unknown>;
}

export interface FaultyAnswer {
  status: number;
  message?: string;
  /** Instead of a message: as what GraphQL refuses with 200. */
  body?: object;
  headers?: Record<string, string>;
}

export interface Faults {
  meet(fault: Fault): void;
  /** The fault that this request meets; it is used up by it. */
  take(method: string, path: string): Fault | null;
}

export function makeFaults(): Faults {
  const waiting: Fault[] = [];
  return {
    meet: (fault) => void waiting.push({ ...fault }),
    take(method, path) {
      const fault = waiting.find(
        (each) => (each.method ?? method) === method && (each.path?.test(path) ?? true) && (each.falls?.() ?? true),
      );
      if (!fault) {
        return null;
      }
      fault.times = (fault.times ?? 1) - 1;
      if (fault.times <= 0) {
        waiting.splice(waiting.indexOf(fault), 1);
      }
      return fault;
    },
  };
}

export function answerFault({ status, message = "Server Error", body, headers = {} }: FaultyAnswer): Answer {
  return json(status, body ?? { message, documentation_url: "https://docs.github.com/rest" }, headers);
}
