/**
 * Plugins for dbintel: a collector of a business table, {@link com.example.jobs.JobQueuesProvider},
 * and a processor, {@link com.example.jobs.TeamTagProvider}. Copy the folder and make them yours.
 */
package com.example.jobs;
