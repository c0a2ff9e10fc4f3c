import { type ClusterConnection, ClusterFault } from "@catalyst/kubernetes";
import type { OperatorOptions } from "../../../operator/src/operator-options.ts";
import { operateIn } from "./operator-of-tests.ts";
import { type PodPlayer, playPods, type Script } from "./pod-player.ts";

/** What one test has at work in a cluster. */
export class AtWork {
  readonly #admin: ClusterConnection;
  readonly #operatorsOwn: ClusterConnection;
  #stops: (() => Promise<unknown>)[] = [];
  #player: PodPlayer | null = null;
  #faults: Error[] = [];

  constructor(admin: ClusterConnection, operatorsOwn: ClusterConnection) {
    this.#admin = admin;
    this.#operatorsOwn = operatorsOwn;
  }

  /** An operator with its own rights alone, as in a cluster. */
  operate(changes: Partial<OperatorOptions> = {}): ReturnType<typeof operateIn> {
    const onFault = (fault: Error) => void this.#faults.push(fault);
    const operator = operateIn({ connection: this.#operatorsOwn, onFault, changes });
    this.#stops.push(operator.stop);
    return operator;
  }

  play(script: Script): void {
    this.#player = playPods(this.#admin, script);
  }

  /** The names of the pods that were begun, in turn. */
  get begun(): readonly string[] {
    return this.#player?.begun ?? [];
  }

  /** Ends all of it. What is told are mistakes of ours: what the API server doesn't do is tried again. */
  async end(): Promise<Error[]> {
    await Promise.all(this.#stops.splice(0).map((stop) => stop()));
    await this.#player?.stop();
    this.#player = null;
    return this.#faults.splice(0).filter((fault) => !(fault instanceof ClusterFault));
  }
}
