/**
 * Users: their passwords, what each may do, and the commands that say so. Rules and their texts are
 * Redis's.
 */
package io.ostiary.acl;
