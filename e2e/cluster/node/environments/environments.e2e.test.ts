/** One file, and so one node, for all that is tried with an operator alone: to start a node takes longer than most of these tests. */
import "./ordinary.ts";
import "./limits.ts";
import "./start.ts";
import "./refused.ts";
import "./unstarted.ts";
import "./taken-away.ts";
import "./whole.ts";
import "./isolation.ts";
