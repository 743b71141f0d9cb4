"""What CoopHub shows everybody as whole files, with their description for catalogues."""
