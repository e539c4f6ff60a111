import { register } from '@faultline/instrument';
import observe from './observe.cjs';

observe({ register });
