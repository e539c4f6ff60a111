'use strict';
require('./observe.cjs')(require('@faultline/instrument'));
