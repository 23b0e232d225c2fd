// Preloaded: makes Node report the version in OLD_NODE.
'use strict';

const versions = Object.freeze({ ...process.versions, node: process.env.OLD_NODE });
Object.defineProperty(process, 'versions', { value: versions });
