// npm start: checks Node, then loads startCondenser.mjs, which an old Node cannot parse.
import './requireNode.cjs';

void import('./startCondenser.mjs');
