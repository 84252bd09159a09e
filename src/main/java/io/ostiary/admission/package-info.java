/**
 * Admission: {@link io.ostiary.admission.Admission} asks its rules in order, before a client exists
 * and before a byte is read. One rule is one file.
 */
package io.ostiary.admission;
