#!/usr/bin/env node
// Committed, because a bin that points into dist/ is missing on a fresh clone when the package manager links it.
import '../dist/main.js';
