import type { Writable } from "node:stream";
import type { Steering } from "@catalyst/agents";

const POLL_MILLISECONDS = 2000;

export interface Message {
  number: number;
  text: string;
}

export interface SteeringInput {
  /** What the agent is told first. */
  first: string;
  steering: Steering | undefined;
  /** The messages that wait beyond this number; asking says that those up to it were given to the agent. */
  takeMessages: (afterNumber: number) => Promise<Message[]>;
}

/** The agent's standard input, open for messages as long as the agent takes them. */
export interface AgentInput {
  /** A line of its output: one that asks is replied to; one that ends a turn ends the input, unless a message waits. */
  noteLine(line: string): void;
  /** The agent has ended. Resolves when everything that it was given is told of. */
  stop(): Promise<void>;
}

/** Gives the agent what people say while it works. */
export function steerAgent(stdin: Writable, { first, steering, takeMessages }: SteeringInput): AgentInput {
  stdin.on("error", () => undefined);
  if (steering === undefined) {
    stdin.end(first);
    return { noteLine: () => undefined, stop: async () => undefined };
  }
  stdin.write(first);
  const mailbox = createMailbox({ stdin, steering, takeMessages });
  let last: Promise<unknown> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (!isBusy) {
      isBusy = true;
      last = last.then(mailbox.give).finally(() => {
        isBusy = false;
      });
    }
  }, POLL_MILLISECONDS);
  const finish = async () => {
    if ((await mailbox.give()) === 0) {
      clearInterval(timer);
      stdin.end();
    }
  };
  return {
    noteLine(line) {
      const reply = steering.reply?.(line) ?? null;
      if (reply !== null && stdin.writable) {
        stdin.write(reply);
      }
      if (steering.endsTurn(line)) {
        last = last.then(finish);
      }
    },
    async stop() {
      clearInterval(timer);
      await last;
      await mailbox.confirm();
    },
  };
}

function createMailbox({
  stdin,
  steering,
  takeMessages,
}: { stdin: Writable } & Required<Omit<SteeringInput, "first">>) {
  let given = 0;
  let confirmed = 0;
  // A gateway that can't be reached now is asked again later; what was given stays given.
  const take = async (): Promise<Message[]> => {
    const upTo = given;
    const messages = await takeMessages(upTo).catch(() => null);
    confirmed = messages === null ? confirmed : upTo;
    return messages ?? [];
  };
  return {
    /** How many it gave. Asks until none waits, which also says that the last ones were given. */
    async give(): Promise<number> {
      let count = 0;
      while (stdin.writable) {
        const messages = await take();
        if (messages.length === 0 || !stdin.writable) {
          return count;
        }
        for (const { number, text } of messages) {
          stdin.write(steering?.encode(text));
          given = number;
          count += 1;
        }
      }
      return count;
    },
    async confirm(): Promise<void> {
      if (given > confirmed) {
        await take();
      }
    },
  };
}
