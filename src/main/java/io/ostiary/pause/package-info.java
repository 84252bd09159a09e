/** {@code CLIENT PAUSE} and {@code CLIENT UNPAUSE}: commands wait, for a time. */
package io.ostiary.pause;
