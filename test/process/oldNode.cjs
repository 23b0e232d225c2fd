// Preloaded: this Node says that it is the version of OLD_NODE.
'use strict';

const versions = Object.freeze({ ...process.versions, node: process.env.OLD_NODE });
Object.defineProperty(process, 'versions', { value: versions });
