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

/** What is had by as many as there is place for, in the order in which they come. */
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
  const waiting = new Set<Waiter>();
  let left = total;

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

  /** Who has their share already lets others by; who needs more than is left doesn't, or small ones would go first for ever. */
  function admitWaiting(): void {
    for (const waiter of waiting) {
      if (!hasShare(waiter)) {
        continue;
      }
      if (waiter.amount > left) {
        return;
      }
      waiting.delete(waiter);
      waiter.admit();
    }
  }

  return {
    enter(client, amount) {
      const waiter: Waiter = { client, amount, admit: () => undefined };
      if (waiting.size === 0 && hasShare(waiter) && amount <= left) {
        return Promise.resolve(take(waiter));
      }
      if (waiting.size >= maxWaiting) {
        return Promise.resolve(null);
      }
      const { promise, resolve } = Promise.withResolvers<(() => void) | null>();
      const late = setTimeout(() => {
        waiting.delete(waiter);
        resolve(null);
      }, patienceMilliseconds);
      waiter.admit = () => {
        clearTimeout(late);
        resolve(take(waiter));
      };
      waiting.add(waiter);
      admitWaiting();
      return promise;
    },
  };
}
