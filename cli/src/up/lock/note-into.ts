import type { ProcessIdentity } from "@catalyst/machine/apart";
import type { ServiceState } from "../service/service-state.ts";
import type { WebState } from "../web/web-state.ts";
import type { UpLock } from "./up-lock.ts";

export interface UpNotes {
  /** null: it has ended. */
  child(name: string, identity: ProcessIdentity | null): void;
  service(state: ServiceState): void;
  web(state: WebState): void;
}

/** Keeps what others find in the lock as it is. */
export function noteInto(lock: Pick<UpLock, "note">): UpNotes {
  const children = new Map<string, ProcessIdentity>();
  const services = new Map<string, ServiceState>();
  let web: WebState | null = null;
  const write = () =>
    void lock.note({ children: [...children.values()], services: [...services.values()], web }).catch(() => undefined);
  return {
    child(name, identity) {
      if (identity === null) {
        children.delete(name);
      } else {
        children.set(name, identity);
      }
      write();
    },
    service(state) {
      services.set(state.name, state);
      write();
    },
    web(state) {
      web = state;
      write();
    },
  };
}
