/** How much of something is taken at once. */
export interface RoomLimits {
  total: number;
  /** Of one client: it alone can't take everything from others. */
  ofOne: number;
  /** How many may wait for it. */
  maxWaiting: number;
  /** How long each of them does. */
  patienceMilliseconds: number;
}

/** What is had by as many as there is place for: clients in turn, and each one's in the order in which they come. */
export interface Room {
  /** Waits for so much of it. Returns what gives it back; null: there are too many, or it took too long. */
  enter(client: string, amount: number): Promise<(() => void) | null>;
}

interface Waiter {
  client: string;
  amount: number;
  admit(): void;
}

export function createRoom({ total, ofOne, maxWaiting, patienceMilliseconds }: RoomLimits): Room {
  const taken = new Map<string, number>();
  /** By client, whoever was let in least recently first. */
  const queues = new Map<string, Set<Waiter>>();
  let [left, waiting] = [total, 0];

  const hasShare = ({ client, amount }: Waiter) => (taken.get(client) ?? 0) + amount <= ofOne;

  function take({ client, amount }: Waiter): () => void {
    left -= amount;
    taken.set(client, (taken.get(client) ?? 0) + amount);
    return () => {
      left += amount;
      const rest = (taken.get(client) ?? amount) - amount;
      if (rest === 0) {
        taken.delete(client);
      } else {
        taken.set(client, rest);
      }
      admitWaiting();
    };
  }

  function queue(waiter: Waiter): void {
    waiting += 1;
    queues.set(waiter.client, (queues.get(waiter.client) ?? new Set()).add(waiter));
  }

  function unqueue(waiter: Waiter): void {
    waiting -= 1;
    const queue = queues.get(waiter.client);
    queue?.delete(waiter);
    queues.delete(waiter.client);
    if (queue !== undefined && queue.size > 0) {
      queues.set(waiter.client, queue);
    }
  }

  /** Who has their share already lets others by; who needs more than is left doesn't, or small ones would go first for ever. */
  function admitWaiting(): void {
    for (const [first] of queues.values()) {
      if (first === undefined || !hasShare(first)) {
        continue;
      }
      if (first.amount > left) {
        return;
      }
      unqueue(first);
      first.admit();
    }
  }

  return {
    enter(client, amount) {
      const waiter: Waiter = { client, amount, admit: () => undefined };
      if (waiting === 0 && hasShare(waiter) && amount <= left) {
        return Promise.resolve(take(waiter));
      }
      if (waiting >= maxWaiting) {
        return Promise.resolve(null);
      }
      const { promise, resolve } = Promise.withResolvers<(() => void) | null>();
      const late = setTimeout(() => {
        unqueue(waiter);
        resolve(null);
        admitWaiting();
      }, patienceMilliseconds);
      waiter.admit = () => {
        clearTimeout(late);
        resolve(take(waiter));
      };
      queue(waiter);
      admitWaiting();
      return promise;
    },
  };
}
