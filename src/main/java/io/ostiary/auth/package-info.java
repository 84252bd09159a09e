/** Logging in: AUTH, the password in force, and the check that refuses commands before a login. */
package io.ostiary.auth;
