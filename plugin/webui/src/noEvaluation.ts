import { config } from 'zod';

// Before any schema is made: the page's policy forbids code that is made of text, and zod tries.
config({ jitless: true });
