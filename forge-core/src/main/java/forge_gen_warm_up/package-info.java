/** The sample skill that a gateway warms up with, in the package that a forged one would have. */
package forge_gen_warm_up;
