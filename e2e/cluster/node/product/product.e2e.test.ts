/** One file, and so one node and one product, for all that is tried by its API: to start both takes longer than most of these tests. */
import "./at-work.ts";
import "./failures.ts";
import "../malicious/malicious.ts";
import "../malicious/exhaustion.ts";
